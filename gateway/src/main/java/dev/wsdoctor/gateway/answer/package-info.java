/// What nginx answers by itself: its pages, its fields, files.
@NullMarked
package dev.wsdoctor.gateway.answer;

import org.jspecify.annotations.NullMarked;
