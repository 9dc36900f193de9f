package io.processdistro.common.module.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes small modules. Nothing is checked: what is asked for is written, wrong or not. Imported
 * functions have to be added before own ones, because that is how they are numbered.
 */
public final class ModuleBuilder {
  static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private static final int TYPE = 1;
  private static final int IMPORT = 2;
  private static final int FUNCTION = 3;
  private static final int TABLE = 4;
  private static final int MEMORY = 5;
  private static final int GLOBAL = 6;
  private static final int EXPORT = 7;
  private static final int START = 8;
  private static final int ELEMENT = 9;
  private static final int CODE = 10;
  private static final int DATA = 11;
  private static final int[] ORDER = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11};

  /** Entries of each section that is a list. */
  private final Map<Integer, List<byte[]>> entries = new TreeMap<>();

  /** Whole contents, in the place of the entries. */
  private final Map<Integer, byte[]> overridden = new TreeMap<>();

  private final Bytes trailer = new Bytes();
  private int functions;

  /** A function type; types are codes as in {@link Code#I32}. */
  public int type(int[] parameters, int... results) {
    var entry = new Bytes().raw(0x60).unsigned(parameters.length).raw(parameters);
    return add(TYPE, entry.unsigned(results.length).raw(results).toBytes());
  }

  public int importFunction(String module, String name, int type) {
    add(IMPORT, new Bytes().name(module).name(name).raw(0).unsigned(type).toBytes());
    return functions++;
  }

  /** Any import, described by its bytes after the names. */
  public ModuleBuilder importAny(String module, String name, int... description) {
    add(IMPORT, new Bytes().name(module).name(name).raw(description).toBytes());
    return this;
  }

  /** A function without locals besides its parameters. */
  public int function(int type, Code code) {
    return function(type, new byte[] {0}, code);
  }

  /** With {@code count} locals of one type. */
  public int function(int type, int count, int localType, Code code) {
    return function(type, new Bytes().raw(1).unsigned(count).raw(localType).toBytes(), code);
  }

  int function(int type, byte[] locals, Code code) {
    add(FUNCTION, new Bytes().unsigned(type).toBytes());
    var body = new Bytes().append(locals).append(code.toBytes()).raw(0x0b).toBytes();
    add(CODE, new Bytes().sized(body).toBytes());
    return functions++;
  }

  public ModuleBuilder memory(long min) {
    add(MEMORY, new Bytes().raw(0).unsigned(min).toBytes());
    return this;
  }

  public ModuleBuilder memory(long min, long max) {
    add(MEMORY, new Bytes().raw(1).unsigned(min).unsigned(max).toBytes());
    return this;
  }

  /** A memory whose limits have any flags. */
  ModuleBuilder memoryWithFlags(int flags, long min, long max) {
    add(MEMORY, new Bytes().raw(flags).unsigned(min).unsigned(max).toBytes());
    return this;
  }

  public ModuleBuilder table(long min) {
    add(TABLE, new Bytes().raw(0x70, 0).unsigned(min).toBytes());
    return this;
  }

  /** Puts functions into table 0, from its first place on. */
  public ModuleBuilder elements(int... functionIndices) {
    var entry = new Bytes().raw(0, 0x41, 0, 0x0b).unsigned(functionIndices.length);
    for (int index : functionIndices) entry.unsigned(index);
    add(ELEMENT, entry.toBytes());
    return this;
  }

  /** A mutable global. */
  public int global(int type, Code first) {
    return add(GLOBAL, new Bytes().raw(type, 1).append(first.toBytes()).raw(0x0b).toBytes());
  }

  public ModuleBuilder data(int offset, byte[] content) {
    add(DATA, new Bytes().raw(0, 0x41).signed(offset).raw(0x0b).sized(content).toBytes());
    return this;
  }

  public ModuleBuilder exportFunction(String name, int function) {
    return export(name, 0, function);
  }

  public ModuleBuilder exportMemory() {
    return export("memory", 2, 0);
  }

  ModuleBuilder export(String name, int kind, int index) {
    add(EXPORT, new Bytes().name(name).raw(kind).unsigned(index).toBytes());
    return this;
  }

  public ModuleBuilder start(int function) {
    overridden.put(START, new Bytes().unsigned(function).toBytes());
    return this;
  }

  /** Any entry of any section. */
  ModuleBuilder entry(int section, byte[] entry) {
    add(section, entry);
    if (section == CODE) functions++;
    return this;
  }

  /** The whole content of a section, whatever else was added to it. */
  ModuleBuilder content(int section, byte[] content) {
    overridden.put(section, content);
    return this;
  }

  /** A section after all others. */
  public ModuleBuilder custom(String title, byte[] content) {
    trailer.raw(0).sized(new Bytes().name(title).append(content).toBytes());
    return this;
  }

  /** Bytes after everything. */
  ModuleBuilder trailing(int... bytes) {
    trailer.raw(bytes);
    return this;
  }

  public byte[] build() {
    var out = new Bytes().append(HEADER);
    for (int section : ORDER) {
      var content = overridden.get(section);
      if (content == null && entries.containsKey(section)) content = list(entries.get(section));
      if (content != null) out.raw(section).sized(content);
    }
    return out.append(trailer.toBytes()).toBytes();
  }

  private int add(int section, byte[] entry) {
    var list = entries.computeIfAbsent(section, unused -> new ArrayList<>());
    list.add(entry);
    return list.size() - 1;
  }

  private static byte[] list(List<byte[]> entries) {
    var out = new Bytes().unsigned(entries.size());
    entries.forEach(out::append);
    return out.toBytes();
  }
}
