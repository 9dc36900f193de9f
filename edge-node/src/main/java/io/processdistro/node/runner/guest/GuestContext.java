package io.processdistro.node.runner.guest;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * A context for guests, and what has to be looked up in it only once. Used by one thread at a time;
 * only {@link #polyglot} may be closed by another, to stop the guest.
 */
public final class GuestContext {
  private final Context context;
  private final Map<Source, Value> modules = new IdentityHashMap<>();

  /** Null until a guest needs it. */
  private Optional<Value> viewFunction;

  public GuestContext(Context context) {
    this.context = context;
  }

  public Context polyglot() {
    return context;
  }

  /**
   * Enters the context for all that this thread does with it until the result is closed: each
   * operation would else enter and leave by itself, dozens of times per task.
   */
  public Entered enter() {
    context.enter();
    return this::leave;
  }

  /** What ends {@link #enter}. */
  @FunctionalInterface
  public interface Entered extends AutoCloseable {
    @Override
    void close();
  }

  /** A context that was closed meanwhile, to stop its guest, has nobody in it. */
  private void leave() {
    try {
      context.leave();
    } catch (IllegalStateException alreadyClosed) {
      // That is all that leaving is for.
    }
  }

  /** A fresh guest; see {@link Guest#link}. */
  public Guest link(Source module, Optional<ProxyObject> imports) throws GuestFault {
    var evaluated = modules.get(module);
    if (evaluated == null) {
      evaluated = context.eval(module);
      modules.put(module, evaluated);
    }
    return Guest.instantiate(evaluated, imports, this::viewFunction);
  }

  private Optional<Value> viewFunction() {
    if (viewFunction == null) viewFunction = GuestMemory.viewFunction(context);
    return viewFunction;
  }
}
