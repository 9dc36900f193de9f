package io.processdistro.node.runner.guest;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.text.Amounts;
import java.util.Optional;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * One fresh instance of a module: its own memory, no imports but those it is given, gone when
 * closed. Used by one thread; only {@link #stop} may come from another.
 */
public final class Guest {
  private final Value exports;
  private final GuestMemory memory;

  private Guest(Value exports, GuestMemory memory) {
    this.exports = exports;
    this.memory = memory;
  }

  /**
   * Links the module in {@code context}; the guest lives as long as that.
   *
   * @throws PolyglotException if the module is not valid, wants imports that are not there, or
   *     traps in its start function
   * @throws GuestFault if it lacks what the ABI asks for
   */
  public static Guest link(Context context, Source module, Optional<ProxyObject> imports)
      throws GuestFault {
    return instantiate(context.eval(module), imports, () -> GuestMemory.viewFunction(context));
  }

  /**
   * As {@link #link}, for a module that was evaluated before.
   *
   * @param viewLookup gives the context's view function, as {@link GuestMemory#viewFunction} does
   */
  static Guest instantiate(
      Value module, Optional<ProxyObject> imports, Supplier<Optional<Value>> viewLookup)
      throws GuestFault {
    var instance = imports.isPresent() ? module.newInstance(imports.get()) : module.newInstance();
    var exports = instance.getMember("exports");
    var memory = exports.getMember("memory");
    if (memory == null || !memory.hasBufferElements()) {
      throw GuestFault.ofModule("the module exports no memory named \"memory\"");
    }
    return new Guest(exports, GuestMemory.of(memory, viewLookup));
  }

  public GuestMemory memory() {
    return memory;
  }

  /** Links a module that imports nothing. */
  public static Guest link(Context context, Source module) throws GuestFault {
    return link(context, module, Optional.empty());
  }

  /** For modules whose declared maximum is higher, or missing. */
  public void requireMemoryWithin(long bytesMax) throws GuestFault {
    if (memory.sizeBytes() > bytesMax) {
      throw new GuestFault(
          ErrorCode.MEMORY_EXCEEDED,
          "memory limit %s: the task has taken %d bytes"
              .formatted(Amounts.exactBytes(bytesMax), memory.sizeBytes()));
    }
  }

  /** The exported function of that name. */
  public Value function(String name) throws GuestFault {
    var function = exports.getMember(name);
    if (function == null || !function.canExecute()) {
      throw GuestFault.ofModule("the module exports no function named \"" + name + "\"");
    }
    return function;
  }

  /** The exported mutable global of that name, to be read and written as its member "value". */
  Optional<Value> global(String name) {
    var global = exports.getMember(name);
    return global != null && global.hasMember("value") ? Optional.of(global) : Optional.empty();
  }

  public boolean exports(String name) {
    var member = exports.getMember(name);
    return member != null && member.canExecute();
  }
}
