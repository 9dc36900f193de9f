package io.processdistro.common.module;

/** Reads what fills tables and memory at the start of an instance; keeps nothing of it. */
final class SegmentReader {
  private static final int FLAGS_MAX = 7;
  private static final int PASSIVE_OR_DECLARED = 1;
  private static final int EXPLICIT_INDEX = 2;
  private static final int EXPRESSIONS = 4;

  private static final int ACTIVE_DATA = 0;
  private static final int PASSIVE_DATA = 1;
  private static final int ACTIVE_DATA_WITH_MEMORY = 2;

  private SegmentReader() {}

  static void readElements(Sections sections, ModuleReader module) throws ModuleRefusedException {
    var reader = sections.reader(SectionId.ELEMENT);
    if (reader == null) return;
    int count = reader.count("element segments", ModuleLimits.SEGMENTS_MAX);
    int elements = 0;
    for (int i = 0; i < count; i++) {
      elements += readElementSegment(reader, module, ModuleLimits.ELEMENTS_MAX - elements);
    }
    ModuleReader.requireEnd(reader);
  }

  private static int readElementSegment(ByteReader reader, ModuleReader module, int elementsMax)
      throws ModuleRefusedException {
    long flags = reader.unsignedNumber();
    if (flags > FLAGS_MAX) throw reader.malformed("has an element segment of kind " + flags);
    boolean active = (flags & PASSIVE_OR_DECLARED) == 0;
    boolean explicit = (flags & EXPLICIT_INDEX) != 0;
    boolean expressions = (flags & EXPRESSIONS) != 0;
    if (active) {
      if (explicit) reader.index("table", module.tables());
      ConstantExpressions.skip(reader, module);
    }
    if (!active || explicit) {
      if (expressions) reader.valueType();
      else if (reader.unsignedByte() != 0) throw reader.malformed("has elements of unknown kind");
    }
    int elements = reader.count("elements", elementsMax);
    for (int i = 0; i < elements; i++) {
      if (expressions) ConstantExpressions.skip(reader, module);
      else reader.index("function", module.functions());
    }
    return elements;
  }

  /** The data count section and the data section, which have to agree. */
  static void readData(Sections sections, ModuleReader module) throws ModuleRefusedException {
    int segments = readDataSegments(sections, module);
    var announced = sections.reader(SectionId.DATA_COUNT);
    if (announced == null) return;
    long count = announced.unsignedNumber();
    ModuleReader.requireEnd(announced);
    if (count != segments) {
      throw announced.malformed("announces " + count + " data segments, there are " + segments);
    }
  }

  private static int readDataSegments(Sections sections, ModuleReader module)
      throws ModuleRefusedException {
    var reader = sections.reader(SectionId.DATA);
    if (reader == null) return 0;
    int count = reader.count("data segments", ModuleLimits.SEGMENTS_MAX);
    for (int i = 0; i < count; i++) {
      long flags = reader.unsignedNumber();
      if (flags > ACTIVE_DATA_WITH_MEMORY) {
        throw reader.malformed("has a data segment of kind " + flags);
      }
      if (flags == ACTIVE_DATA_WITH_MEMORY) reader.index("memory", module.memories());
      if (flags == ACTIVE_DATA && module.memories() == 0) {
        throw reader.invalid("fills a memory that the module does not have");
      }
      if (flags != PASSIVE_DATA) ConstantExpressions.skip(reader, module);
      reader.sized("data segment");
    }
    ModuleReader.requireEnd(reader);
    return count;
  }
}
