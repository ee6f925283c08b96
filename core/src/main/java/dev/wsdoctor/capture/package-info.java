/// What went over a wire: captures of packets, and the conversations in them or under a tap.
@NullMarked
package dev.wsdoctor.capture;

import org.jspecify.annotations.NullMarked;
