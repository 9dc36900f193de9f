package io.processdistro.node.blobs;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Output;
import io.processdistro.node.link.Entrance;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;

/**
 * Single transfers with the controller, each blocking its thread from start to end. The JDK's plain
 * client moves a MiB, hashed and written, with half the processor time of the asynchronous clients
 * (documentation/adr/0008), and time spent here is missing to the guests.
 */
final class BlobHttp {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ControllerAddress controller;
  private final Supplier<Entrance> entrance;
  private final HttpBlobs.Timeouts timeouts;

  BlobHttp(ControllerAddress controller, Supplier<Entrance> entrance, HttpBlobs.Timeouts timeouts) {
    this.controller = controller;
    this.entrance = entrance;
    this.timeouts = timeouts;
  }

  /**
   * Writes a blob to {@code target}; whatever fails leaves no file.
   *
   * @return its length in bytes
   */
  long get(ContentHash hash, Path target, long bytesMax) throws IOException, BlobException {
    var connection = open("GET", hash);
    requireOk(connection, "blob " + hash.brief());
    long announced = connection.getContentLengthLong();
    if (announced > bytesMax) {
      connection.disconnect();
      throw BlobSink.tooLong(announced, bytesMax);
    }
    var sink = new BlobSink(target, bytesMax);
    boolean complete = false;
    try (var body = connection.getInputStream()) {
      var buffer = new byte[BUFFER_BYTES];
      // Whole buffers, because TLS hands out no more than one record at a time.
      int read;
      do {
        read = body.readNBytes(buffer, 0, BUFFER_BYTES);
        sink.write(buffer, read);
      } while (read == BUFFER_BYTES);
      long length = sink.finish(hash);
      complete = true;
      return length;
    } finally {
      if (!complete) {
        sink.abort();
        connection.disconnect();
      }
    }
  }

  /** Whether the controller has an output. */
  boolean has(Output.Blob output) throws IOException, BlobException {
    var connection = open("HEAD", output.hash());
    if (connection.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) return false;
    requireOk(connection, "output " + output.hash().brief());
    return true;
  }

  /** Sends the whole file. */
  void put(Output.Blob output, Path file) throws IOException, BlobException {
    try (var source = FileChannel.open(file)) {
      var connection = open("PUT", output.hash());
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      connection.setFixedLengthStreamingMode(source.size());
      try (var body = connection.getOutputStream()) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (source.read(buffer) >= 0) {
          body.write(buffer.array(), 0, buffer.position());
          buffer.clear();
        }
      }
      requireOk(connection, "output " + output.hash().brief());
    }
  }

  private HttpURLConnection open(String method, ContentHash hash) throws IOException {
    var way = entrance.get();
    var scheme = way.sockets().isPresent() ? "https://" : "http://";
    var url = URI.create(scheme + controller + "/v1/blobs/" + hash).toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(timeouts.connectMillisMax());
    connection.setReadTimeout(timeouts.idleMillisMax());
    way.authorization().ifPresent(value -> connection.setRequestProperty("Authorization", value));
    way.sockets()
        .ifPresent(sockets -> ((HttpsURLConnection) connection).setSSLSocketFactory(sockets));
    return connection;
  }

  private static void requireOk(HttpURLConnection connection, String what)
      throws IOException, BlobException {
    int status = connection.getResponseCode();
    if (status >= 200 && status < 300) return;
    connection.disconnect();
    var message = "the controller answered " + status + " for " + what;
    boolean passing = status < 0 || status >= 500 || status == 408 || status == 429;
    throw passing ? BlobException.passing(message, null) : BlobException.lasting(message);
  }
}
