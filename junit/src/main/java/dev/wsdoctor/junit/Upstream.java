package dev.wsdoctor.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a field or a method without parameters: the test's own server that takes the place of an
/// upstream of the nginx.conf.
///
/// The member gives a port of 127.0.0.1 (`int`), an [java.net.InetSocketAddress], a
/// [java.net.ServerSocket], a [com.sun.net.httpserver.HttpServer], or the [java.nio.file.Path] of a
/// unix socket. It is asked when nginx starts: after `@BeforeAll` methods, and after `@BeforeEach`
/// methods where it is an instance member.
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Upstream {
  /// `host:port` as the configuration would dial it, from `server` of an `upstream` block or from
  /// `proxy_pass`: `app:3000`, `app:80` for `http://app`, `app:443` for `https://app`,
  /// `unix:/run/app.sock`.
  String[] value();
}
