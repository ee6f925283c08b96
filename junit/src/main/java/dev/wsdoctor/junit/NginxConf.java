package dev.wsdoctor.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs an nginx.conf for the tests of a class, or for one test, on free ports of loopback:
///
/// ```
/// @NginxConf("src/main/nginx/nginx.conf")
/// class SocketTest {
///   @Upstream("app:3000")
///   static final EchoServer app = ...
///
///   @Test
///   void theSocketOpens(NginxUnderTest nginx) {
///     HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(nginx.webSocketUri("/ws/"), ...)
/// ```
///
/// It starts when the first test needs it, after `@BeforeAll`, and ends after the last one: once
/// for a class, or once for each test if an [Upstream] is on an instance member of a class whose
/// instances live for one test. Nested classes share it. A test whose configuration does not start
/// fails with the file and the line.
///
/// What runs is a copy that does the same and touches nothing: every `listen` is on a free port of
/// 127.0.0.1, every upstream where [Upstream] says, logs and temporary files are in a folder that
/// is deleted, and certificates and keys that cannot be read here are throw-away ones. A file of
/// `conf.d` without an `http` block is run as if `http` included it.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NginxExtension.class)
public @interface NginxConf {
  /// The file, relative to the folder that the tests run in: that of the module's build file.
  String value();

  /// What runs it.
  Engine engine() default Engine.OF_PROPERTY;

  /// The release of nginx whose behaviour the gateway shows, such as `1.28.0`; the newest stable
  /// one without it.
  String version() default "";

  /// Upstreams that refuse connections in these tests, written as in [Upstream]; `*` for all that
  /// are not mapped.
  String[] down() default {};
}
