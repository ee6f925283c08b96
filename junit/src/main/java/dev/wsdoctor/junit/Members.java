package dev.wsdoctor.junit;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/// The members of test classes that [Upstream] is on.
record Members(List<Member> all) {
  /// Those of a test class, of what it extends and of the classes around it.
  static Members of(Class<?> testClass) {
    List<Member> found = new ArrayList<>();
    for (Class<?> at = testClass; at != null; at = at.getEnclosingClass()) {
      found.addAll(declaredBy(at));
    }
    return new Members(List.copyOf(found));
  }

  /// Those of a test class and of what it extends.
  static List<Member> declaredBy(Class<?> testClass) {
    HierarchyTraversalMode order = HierarchyTraversalMode.TOP_DOWN;
    List<Member> found =
        new ArrayList<>(
            AnnotationSupport.findAnnotatedFields(testClass, Upstream.class, _ -> true, order));
    found.addAll(AnnotationSupport.findAnnotatedMethods(testClass, Upstream.class, order));
    return found;
  }

  boolean needsInstance() {
    return all.stream().anyMatch(member -> !isStatic(member));
  }

  /// The place of each upstream that they name.
  ///
  /// @param instances of the test class and of those around it
  Map<String, String> places(List<Object> instances) {
    Map<String, String> places = new LinkedHashMap<>();
    for (Member member : all) {
      String place = place(member, value(member, instances));
      for (String name : upstream(member).value()) {
        String other = places.putIfAbsent(name, place);
        if (other != null) {
          throw failure(member, "names \"%s\", which another member names too".formatted(name));
        }
      }
    }
    return places;
  }

  private static @Nullable Object value(Member member, List<Object> instances) {
    Optional<Object> owner =
        instances.stream().filter(it -> member.getDeclaringClass().isInstance(it)).findFirst();
    if (!isStatic(member) && owner.isEmpty()) {
      throw failure(
          member,
          "belongs to one test, and nginx is needed before there is one: make it static, or take NginxUnderTest as a parameter of @BeforeEach or @Test methods only");
    }
    try {
      ((AccessibleObject) member).setAccessible(true);
      Object target = isStatic(member) ? null : owner.get();
      return switch (member) {
        case Field field -> field.get(target);
        case Method method -> method.invoke(target);
        default -> throw new IllegalStateException("@Upstream is on " + member);
      };
    } catch (InvocationTargetException e) {
      throw failure(member, "failed: " + e.getCause());
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw failure(member, "cannot be read: " + e);
    }
  }

  private static String place(Member member, @Nullable Object value) {
    return switch (value) {
      case null ->
          throw failure(
              member,
              "is null when nginx starts: start the server in @BeforeAll, or in @BeforeEach if it is no static member");
      case Integer port -> onLoopback(member, port);
      case ServerSocket server -> onLoopback(member, server.getLocalPort());
      case HttpServer server -> address(member, server.getAddress());
      case InetSocketAddress address -> address(member, address);
      case Path socket -> "unix:" + socket.toAbsolutePath();
      default ->
          throw failure(
              member,
              "is a %s: expected an int, InetSocketAddress, ServerSocket, HttpServer or Path"
                  .formatted(value.getClass().getName()));
    };
  }

  private static String address(Member member, InetSocketAddress address) {
    boolean isHere =
        address.getAddress() != null
            && (address.getAddress().isLoopbackAddress()
                || address.getAddress().isAnyLocalAddress());
    if (!isHere) {
      throw failure(member, "is %s: tests do not leave loopback".formatted(address));
    }
    return onLoopback(member, address.getPort());
  }

  private static String onLoopback(Member member, int port) {
    if (port < 1 || port > 0xffff) {
      throw failure(
          member,
          "gives the port %d when nginx starts: start the server before, in @BeforeAll"
              .formatted(port));
    }
    return "127.0.0.1:" + port;
  }

  private static Upstream upstream(Member member) {
    return AnnotationSupport.findAnnotation((AccessibleObject) member, Upstream.class)
        .orElseThrow();
  }

  private static boolean isStatic(Member member) {
    return Modifier.isStatic(member.getModifiers());
  }

  private static NotStarted failure(Member member, String what) {
    return new NotStarted(
        "@Upstream(\"%s\"): %s.%s %s"
            .formatted(
                String.join("\", \"", upstream(member).value()),
                member.getDeclaringClass().getSimpleName(),
                member.getName(),
                what));
  }
}
