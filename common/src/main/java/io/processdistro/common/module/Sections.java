package io.processdistro.common.module;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where in a file the sections' contents lie.
 *
 * @param contents without the custom sections
 * @param names the content of the "name" section after its title; null if there is none
 */
record Sections(byte[] bytes, Map<SectionId, Span> contents, Span names) {
  static final String NAME_SECTION = "name";

  /** Cuts the file into sections; their contents are not looked at. */
  static Sections of(byte[] bytes) throws ModuleRefusedException {
    var reader = new ByteReader(bytes, new Span(FileKind.HEADER_BYTES, bytes.length), "the module");
    var contents = new EnumMap<SectionId, Span>(SectionId.class);
    SectionId last = null;
    Span names = null;
    while (!reader.atEnd()) {
      int code = reader.unsignedByte();
      if (code == SectionId.CUSTOM_CODE) {
        var found = namesIn(bytes, reader.sized("custom section"));
        if (names == null) names = found;
        continue;
      }
      var id = SectionId.ofCode(code);
      if (id == null) throw unknown(code, reader);
      if (contents.containsKey(id)) throw reader.malformed("has " + id.title() + " twice");
      if (last != null && id.ordinal() < last.ordinal()) {
        throw reader.malformed("has " + id.title() + " after " + last.title());
      }
      last = id;
      contents.put(id, reader.sized(id.title().substring("the ".length())));
    }
    return new Sections(bytes, contents, names);
  }

  /** A reader for a section's content, or null if the module has no such section. */
  ByteReader reader(SectionId id) {
    var span = contents.get(id);
    return span == null ? null : new ByteReader(bytes, span, id.title());
  }

  private static Span namesIn(byte[] bytes, Span section) throws ModuleRefusedException {
    var reader = new ByteReader(bytes, section, "a custom section");
    var title = reader.name("title");
    return title.equals(NAME_SECTION) ? new Span(reader.position(), section.end()) : null;
  }

  private static ModuleRefusedException unknown(int code, ByteReader reader) {
    return switch (code) {
      case SectionId.TAG_CODE -> Features.EXCEPTIONS.refuse("its tag section");
      case SectionId.STRING_CODE -> Features.GARBAGE_COLLECTION.refuse("its string section");
      default -> reader.malformed("has a section of kind " + code + ", which does not exist");
    };
  }
}
