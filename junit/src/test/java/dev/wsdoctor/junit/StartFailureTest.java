package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a person reads whose configuration or test does not start.
class StartFailureTest {
  private static final String FOLDER = System.getProperty("user.dir");

  private static void check(Class<?> testClass, String expected) {
    assertThat(Kit.failures(testClass)).isNotEmpty().allMatch(expected::equals, expected);
  }

  private static final String APP = "src/test/nginx/app.conf";
  private static final String HELLO = "src/test/nginx/hello.conf";

  @NginxConf(value = "src/test/nginx/slip.conf", down = "*")
  static class Slip {
    @Test
    void one(NginxUnderTest nginx) {
      assertThat(nginx).isNotNull();
    }

    @Test
    void another() {
      assertThat(FOLDER).isNotEmpty();
    }
  }

  @Test
  void aSlipIsNamedWithFileAndLineForEveryTest() {
    check(
        Slip.class,
        "wsdoctor's gateway in the place of nginx 1.30.4 does not run src/test/nginx/slip.conf:\n"
            + "  unknown directive \"proxy_passs\" in "
            + FOLDER
            + "/src/test/nginx/slip.conf:6");
    assertThat(Kit.failures(Slip.class)).hasSize(2);
  }

  @NginxConf(value = "src/test/nginx/php.conf", version = "1.28.0", down = "php:9000")
  static class Php {
    @Test
    void test() {}
  }

  @Test
  void whatTheGatewayDoesNotExecuteIsNamed() {
    check(
        Php.class,
        "wsdoctor's gateway in the place of nginx 1.28.0 does not run src/test/nginx/php.conf:\n"
            + "  \"fastcgi_pass\" is not supported by this gateway in "
            + FOLDER
            + "/src/test/nginx/php.conf:6");
  }

  @NginxConf(APP)
  static class NoUpstream {
    @Test
    void test() {}
  }

  @Test
  void anUpstreamWithoutAServerIsRefused() {
    check(
        NoUpstream.class,
        "no server of this test takes the place of\n  app:3000 in "
            + FOLDER
            + "/src/test/nginx/app.conf:6\n"
            + "Put @Upstream(\"app:3000\") on the field or method that gives the port of one, or say @NginxConf(down = \"app:3000\") if nobody is to answer.");
  }

  @NginxConf(APP)
  static class OtherName {
    @Upstream({"app:3000", "app:3001"})
    static final int PORT = 9;

    @Test
    void test() {}
  }

  @Test
  void anUpstreamThatTheFileDoesNotHaveIsASlip() {
    check(OtherName.class, "src/test/nginx/app.conf has no upstream app:3001; it has app:3000");
  }

  @NginxConf(APP)
  static class NotYet {
    @Upstream("app:3000")
    static @Nullable ServerSocket app;

    @Test
    void test() {}
  }

  @Test
  void aServerThatIsNotThereYetIsSaid() {
    check(
        NotYet.class,
        "@Upstream(\"app:3000\"): NotYet.app is null when nginx starts: start the server in @BeforeAll, or in @BeforeEach if it is no static member");
  }

  @NginxConf(APP)
  static class OfAnotherKind {
    @Upstream("app:3000")
    static List<String> app() {
      return List.of();
    }

    @Test
    void test() {}
  }

  @Test
  void whatIsNoAddressIsSaid() {
    assertThat(Kit.failures(OfAnotherKind.class))
        .singleElement()
        .asString()
        .startsWith("@Upstream(\"app:3000\"): OfAnotherKind.app is a java.util.")
        .endsWith("expected an int, InetSocketAddress, ServerSocket, HttpServer or Path");
  }

  @NginxConf(APP)
  static class Elsewhere {
    @Upstream("app:3000")
    static final InetSocketAddress APP = new InetSocketAddress("192.0.2.1", 3000);

    @Test
    void test() {}
  }

  @Test
  void trafficDoesNotLeaveLoopback() {
    check(
        Elsewhere.class,
        "@Upstream(\"app:3000\"): Elsewhere.APP is /192.0.2.1:3000: tests do not leave loopback");
  }

  @NginxConf("src/main/nginx/nginx.conf")
  static class NoFile {
    @Test
    void test() {}
  }

  @Test
  void aFileThatIsNotThereIsSoughtInTheRightFolder() {
    check(
        NoFile.class,
        "@NginxConf(\"src/main/nginx/nginx.conf\"): there is no such file in "
            + FOLDER
            + ", the folder that the tests run in");
  }

  @NginxConf(value = HELLO, version = "newest")
  static class NoRelease {
    @Test
    void test() {}
  }

  @Test
  void aReleaseIsANumber() {
    check(
        NoRelease.class,
        "@NginxConf(version = \"newest\"): expected a release of nginx, such as 1.30.4");
  }

  @NginxConf(value = HELLO, engine = Engine.NGINX)
  static class NoNginx {
    @Test
    void test() {}
  }

  @Test
  void aMissingNginxIsSaid() {
    withProperty(
        "wsdoctor.nginx",
        "/nowhere/nginx",
        () ->
            check(NoNginx.class, "there is no nginx program at /nowhere/nginx (-Dwsdoctor.nginx)"));
  }

  @NginxConf(HELLO)
  static class AnyEngine {
    @Test
    void test(NginxUnderTest nginx) {
      assertThat(nginx.engine()).isEqualTo(Engine.GATEWAY);
    }
  }

  @Test
  void thePropertyChoosesTheEngine() {
    withProperty("wsdoctor.engine", "gateway", () -> check(AnyEngine.class));
    withProperty(
        "wsdoctor.engine",
        "apache",
        () -> check(AnyEngine.class, "-Dwsdoctor.engine=apache: expected gateway or nginx"));
  }

  private static void check(Class<?> testClass) {
    assertThat(Kit.failures(testClass)).isEmpty();
  }

  private static void withProperty(String name, String value, Runnable test) {
    System.setProperty(name, value);
    try {
      test.run();
    } finally {
      System.clearProperty(name);
    }
  }

  @NginxConf(APP)
  static class Outer {
    @Upstream("app:3000")
    static final int PORT = 9;

    @Nested
    class Inner {
      @Upstream("other:3000")
      int port = 9;

      @Test
      void test() {}
    }
  }

  @Test
  void anUpstreamBelowTheAnnotationComesTooLate() {
    assertThat(Kit.failures(Outer.class))
        .singleElement()
        .asString()
        .contains("Inner comes too late: @NginxConf is on a class around it");
  }
}
