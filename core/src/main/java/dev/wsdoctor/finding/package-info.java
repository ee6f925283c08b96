/// What a diagnosis consists of: findings, their places, evidence and fixes.
@NullMarked
package dev.wsdoctor.finding;

import org.jspecify.annotations.NullMarked;
