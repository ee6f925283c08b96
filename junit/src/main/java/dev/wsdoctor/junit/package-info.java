/// Tests of an nginx.conf with JUnit: [NginxConf] starts it on free ports of loopback, [Upstream]
/// says where its upstreams are, [NginxUnderTest] is what the test talks to.
@NullMarked
package dev.wsdoctor.junit;

import org.jspecify.annotations.NullMarked;
