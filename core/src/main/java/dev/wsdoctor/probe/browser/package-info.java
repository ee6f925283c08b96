/// What a real browser makes of a URL: an installed Chromium, asked by the DevTools protocol.
@NullMarked
package dev.wsdoctor.probe.browser;

import org.jspecify.annotations.NullMarked;
