package dev.wsdoctor.gateway.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/// Takes the signals of this process.
///
/// The JDK's only way is sun.misc.Signal, whose very name is a warning of javac's that cannot be
/// switched off; so it is called by reflection.
final class Signals {
  private Signals() {}

  /// From now on every signal goes there, from a thread of the JVM's.
  static void takeAll(Consumer<Event> events) {
    for (Event event : Event.values()) {
      if (!event.signal().isEmpty()) {
        take(event.signal(), () -> events.accept(event));
      }
    }
  }

  private static void take(String signal, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler(action));
      type.getMethod("handle", type, handlerType)
          .invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("SIG" + signal + " cannot be taken", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }

  private static InvocationHandler handler(Runnable action) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            action.run();
            yield null;
          }
          case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
          case "hashCode" -> System.identityHashCode(proxy);
          default -> "handler";
        };
  }
}
