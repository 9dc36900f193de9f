package io.processdistro.node.signals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Hears signals such as TERM and INT. A shutdown hook would not do: once it runs, the JVM does not
 * hear a second signal. The JDK's only door is {@code sun.misc.Signal} (module jdk.unsupported),
 * reached by reflection because the compiler warns of its name.
 */
public final class Signals {
  private Signals() {}

  /**
   * @param names without "SIG"
   * @param action called on a thread of its own for each signal, in place of what the system does;
   *     where signals cannot be heard it is never called
   */
  public static void onEach(List<String> names, Runnable action) {
    try {
      var signalClass = Class.forName("sun.misc.Signal");
      var handlerClass = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invocation =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "signal handler";
                case String other -> throw new UnsupportedOperationException(other);
              };
      var handler =
          Proxy.newProxyInstance(
              handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, invocation);
      var handle = signalClass.getMethod("handle", signalClass, handlerClass);
      var constructor = signalClass.getConstructor(String.class);
      for (var name : names) {
        handle.invoke(null, constructor.newInstance(name), handler);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
      // A system without these signals: the process ends the way that system ends processes.
    }
  }
}
