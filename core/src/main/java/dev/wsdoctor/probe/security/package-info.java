/// What a hop lets through that it should not, asked read-only.
@NullMarked
package dev.wsdoctor.probe.security;

import org.jspecify.annotations.NullMarked;
