package io.processdistro.common.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Messages between two processes of the same user, a JSON value on each line. Both sides are this
 * program, so nothing is bounded; guests never write to it.
 *
 * @param <I> the family that comes in
 * @param <O> the family that goes out
 */
public final class TrialChannel<I, O> implements Closeable {
  private final BufferedReader in;
  private final BufferedWriter out;
  private final ObjectReader reader;
  private final ObjectWriter writer;

  public TrialChannel(InputStream in, Class<I> incoming, OutputStream out, Class<O> outgoing) {
    var mapper = new JsonMapper();
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.reader = mapper.readerFor(incoming);
    this.writer = mapper.writerFor(outgoing);
  }

  /** Sends at once. */
  public void send(O message) throws IOException {
    out.write(writer.writeValueAsString(message));
    out.newLine();
    out.flush();
  }

  /**
   * Waits for the next message; empty when the other side has closed its end.
   *
   * @throws IOException if what comes is no message
   */
  public Optional<I> receive() throws IOException {
    var line = in.readLine();
    if (line == null) return Optional.empty();
    try {
      return Optional.of(reader.readValue(line));
    } catch (JsonProcessingException e) {
      throw new IOException("not a message: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}
