package io.processdistro.controller.security.audit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far the log has come, kept apart from it: so a log that was cut short, or lost its oldest
 * segment, is told from one that ends or begins there.
 *
 * @param number of the newest entry; 0 before the first
 * @param chain of the newest entry
 * @param oldestSegment number of the oldest segment that is kept
 * @param oldestFollows number of the entry before that segment's first
 * @param oldestChain chain of that entry
 */
record AuditHead(
    long number, String chain, long oldestSegment, long oldestFollows, String oldestChain) {
  static final AuditHead NONE = new AuditHead(0, AuditEntry.NO_CHAIN, 1, 0, AuditEntry.NO_CHAIN);

  private static final String FILE_NAME = "head.json";
  private static final String REMEDY =
      " is damaged: keep the folder as evidence, and move it aside to begin another audit log";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  static boolean existsIn(Path directory) {
    return Files.exists(directory.resolve(FILE_NAME));
  }

  /**
   * @throws StateException if it cannot be read, is missing or damaged
   */
  static AuditHead read(Path directory) throws StateException {
    var file = directory.resolve(FILE_NAME);
    var content = PrivateFiles.read(file);
    try {
      var head = MAPPER.readValue(content, AuditHead.class);
      if (head != null) return head;
    } catch (IOException e) {
      throw new StateException(file + REMEDY, e);
    }
    throw new StateException(file + REMEDY);
  }

  /** Durable when it returns. */
  void write(Path directory) throws StateException {
    try {
      PrivateFiles.write(directory.resolve(FILE_NAME), MAPPER.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new StateException("the head of the audit log cannot be written as JSON", e);
    }
  }

  AuditHead at(AuditEntry newest) {
    return new AuditHead(
        newest.number(), newest.chain(), oldestSegment, oldestFollows, oldestChain);
  }

  AuditHead beginningWith(long segment, long follows, String itsChain) {
    return new AuditHead(number, chain, segment, follows, itsChain);
  }
}
