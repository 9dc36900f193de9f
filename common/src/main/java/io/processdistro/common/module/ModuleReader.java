package io.processdistro.common.module;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads everything but the instructions. What it lets through has sections in order, lists that end
 * where their sections end, counts within {@link ModuleLimits}, and indices that exist.
 */
final class ModuleReader {
  private static final int FUNCTION_TYPE = 0x60;
  private static final int COUNT_SANITY_MAX = Integer.MAX_VALUE;

  private final Sections sections;
  private final List<Signature> types = new ArrayList<>();
  private final List<ImportEntry> imports = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<Limits> memories = new ArrayList<>();
  private final List<GlobalEntry> globals = new ArrayList<>();
  private int[] functionTypes = {};

  private ModuleReader(Sections sections) {
    this.sections = sections;
  }

  static Declarations read(Sections sections) throws ModuleRefusedException {
    return new ModuleReader(sections).read();
  }

  private Declarations read() throws ModuleRefusedException {
    readTypes();
    readImports();
    int imported = countOf(ExternalKind.FUNCTION);
    readFunctions(imported);
    readTables();
    readMemories();
    readGlobals();
    var exports = readExports();
    int start = readStart();
    SegmentReader.readElements(sections, this);
    var bodies = readBodies(functionTypes.length - imported);
    SegmentReader.readData(sections, this);
    return new Declarations(
        types,
        imports,
        functionTypes,
        tables,
        memories,
        globals,
        exports,
        start,
        bodies,
        FunctionNames.read(sections, functionTypes.length));
  }

  int functions() {
    return functionTypes.length;
  }

  int tables() {
    return tables.size() + countOf(ExternalKind.TABLE);
  }

  int memories() {
    return memories.size() + countOf(ExternalKind.MEMORY);
  }

  int globals() {
    return globals.size() + countOf(ExternalKind.GLOBAL);
  }

  private int countOf(ExternalKind kind) {
    return (int) imports.stream().filter(entry -> entry.kind() == kind).count();
  }

  private void readTypes() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.TYPE);
    if (reader == null) return;
    int count = reader.count("types", ModuleLimits.TYPES_MAX);
    for (int i = 0; i < count; i++) types.add(signature(reader));
    requireEnd(reader);
  }

  private static Signature signature(ByteReader reader) throws ModuleRefusedException {
    int form = reader.unsignedByte();
    switch (form) {
      case FUNCTION_TYPE -> {}
      case 0x4d, 0x4e, 0x4f, 0x50, 0x5e, 0x5f ->
          throw Features.GARBAGE_COLLECTION.refuse(reader.place());
      case 0x5d -> throw Features.STACK_SWITCHING.refuse(reader.place());
      default ->
          throw reader.malformed("has a type of form 0x%02x, which does not exist".formatted(form));
    }
    return new Signature(
        valueTypes(reader, "parameters", ModuleLimits.PARAMETERS_MAX),
        valueTypes(reader, "results", ModuleLimits.RESULTS_MAX));
  }

  private static List<ValueType> valueTypes(ByteReader reader, String what, int max)
      throws ModuleRefusedException {
    int count = reader.count(what + " for one function", max);
    var types = new ArrayList<ValueType>(count);
    for (int i = 0; i < count; i++) types.add(reader.valueType());
    return types;
  }

  private void readImports() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.IMPORT);
    if (reader == null) return;
    int count = reader.count("imports", ModuleLimits.IMPORTS_MAX);
    for (int i = 0; i < count; i++) imports.add(importEntry(reader));
    requireEnd(reader);
  }

  private ImportEntry importEntry(ByteReader reader) throws ModuleRefusedException {
    var module = reader.name("name of a module");
    var name = reader.name("name of an import");
    var kind = ExternalKind.read(reader);
    int typeIndex = ImportEntry.NO_TYPE;
    switch (kind) {
      case FUNCTION -> typeIndex = reader.index("type", types.size());
      case TABLE -> table(reader);
      case MEMORY -> Limits.read(reader);
      case GLOBAL -> globalType(reader);
      case TAG -> throw Features.EXCEPTIONS.refuse("an imported tag");
    }
    return new ImportEntry(module, name, kind, typeIndex);
  }

  private void readFunctions(int imported) throws ModuleRefusedException {
    var reader = sections.reader(SectionId.FUNCTION);
    int own = reader == null ? 0 : reader.count("functions", ModuleLimits.FUNCTIONS_MAX - imported);
    functionTypes = new int[imported + own];
    int next = 0;
    for (var entry : imports) {
      if (entry.kind() == ExternalKind.FUNCTION) functionTypes[next++] = entry.typeIndex();
    }
    while (next < functionTypes.length) functionTypes[next++] = reader.index("type", types.size());
    if (reader != null) requireEnd(reader);
  }

  private void readTables() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.TABLE);
    if (reader == null) return;
    int count = reader.count("tables", ModuleLimits.TABLES_MAX);
    for (int i = 0; i < count; i++) tables.add(table(reader));
    requireEnd(reader);
  }

  private static Table table(ByteReader reader) throws ModuleRefusedException {
    var elements = reader.valueType();
    if (!elements.isReference()) throw reader.invalid("has a table of " + elements);
    var limits = Limits.read(reader);
    if (limits.min() > ModuleLimits.TABLE_ELEMENTS_MAX) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          "a table starts with "
              + limits.min()
              + " elements, at most "
              + ModuleLimits.TABLE_ELEMENTS_MAX
              + " are allowed",
          "");
    }
    return new Table(elements, limits);
  }

  private void readMemories() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.MEMORY);
    if (reader == null) return;
    int count = reader.count("memories", COUNT_SANITY_MAX);
    if (count > ModuleLimits.MEMORIES_MAX) throw Features.MULTIPLE_MEMORIES.refuse("");
    for (int i = 0; i < count; i++) memories.add(memory(reader));
    requireEnd(reader);
  }

  private static Limits memory(ByteReader reader) throws ModuleRefusedException {
    var limits = Limits.read(reader);
    long largest = limits.max().orElse(limits.min());
    if (largest > ModuleLimits.MEMORY_PAGES_MAX) {
      throw reader.invalid("declares " + largest + " pages, a memory has at most 65536");
    }
    return limits;
  }

  private void readGlobals() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.GLOBAL);
    if (reader == null) return;
    int count = reader.count("globals", ModuleLimits.GLOBALS_MAX);
    for (int i = 0; i < count; i++) {
      var type = globalType(reader);
      ConstantExpressions.skip(reader, this);
      globals.add(type);
    }
    requireEnd(reader);
  }

  private static GlobalEntry globalType(ByteReader reader) throws ModuleRefusedException {
    var type = reader.valueType();
    int mutability = reader.unsignedByte();
    if (mutability > 1) throw reader.malformed("has a global of mutability " + mutability);
    return new GlobalEntry(type, mutability == 1);
  }

  private List<ExportEntry> readExports() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.EXPORT);
    if (reader == null) return List.of();
    int count = reader.count("exports", ModuleLimits.EXPORTS_MAX);
    var exports = new ArrayList<ExportEntry>();
    for (int i = 0; i < count; i++) {
      var name = reader.name("name of an export");
      var kind = ExternalKind.read(reader);
      int index =
          switch (kind) {
            case FUNCTION -> reader.index("function", functions());
            case TABLE -> reader.index("table", tables());
            case MEMORY -> reader.index("memory", memories());
            case GLOBAL -> reader.index("global", globals());
            case TAG -> throw Features.EXCEPTIONS.refuse("an exported tag");
          };
      exports.add(new ExportEntry(name, kind, index));
    }
    requireEnd(reader);
    return exports;
  }

  private int readStart() throws ModuleRefusedException {
    var reader = sections.reader(SectionId.START);
    if (reader == null) return Declarations.NO_START;
    int start = reader.index("function", functions());
    requireEnd(reader);
    return start;
  }

  private List<Span> readBodies(int expected) throws ModuleRefusedException {
    var reader = sections.reader(SectionId.CODE);
    int count = reader == null ? 0 : reader.count("functions", ModuleLimits.FUNCTIONS_MAX);
    if (count != expected) {
      throw ModuleRefusedException.of(
          ComplaintKind.MALFORMED,
          "the module declares " + expected + " functions but has code for " + count,
          "the file is damaged or incomplete: build or copy it again");
    }
    var bodies = new ArrayList<Span>(count);
    for (int i = 0; i < count; i++) bodies.add(reader.sized("function"));
    if (reader != null) requireEnd(reader);
    return bodies;
  }

  static void requireEnd(ByteReader reader) throws ModuleRefusedException {
    if (!reader.atEnd()) {
      throw reader.malformed("has " + reader.remaining() + " bytes after its last entry");
    }
  }
}
