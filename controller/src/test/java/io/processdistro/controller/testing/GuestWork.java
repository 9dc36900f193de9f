package io.processdistro.controller.testing;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.common.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a node does with leases of users' modules, with a guest written in Java. */
public final class GuestWork implements FakeNode.Work {
  /** One phase of the guest: from an input to an output, or to something else. */
  @FunctionalInterface
  public interface Guest {
    Outcome run(Phase phase, byte[] input);
  }

  private final RunningController controller;
  private final Guest guest;
  private final Map<ContentHash, byte[]> blobs = new ConcurrentHashMap<>();
  private final List<TaskTerms> terms = new CopyOnWriteArrayList<>();

  public GuestWork(RunningController controller, Guest guest) {
    this.controller = controller;
    this.guest = guest;
  }

  public static Outcome output(byte[] bytes) {
    return new Outcome.Succeeded(new Output.Inline(bytes));
  }

  /** As a module's split returns it. */
  public static byte[] chunkList(List<byte[]> chunks) {
    int bytes = 4 + chunks.stream().mapToInt(chunk -> 4 + chunk.length).sum();
    var list = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(chunks.size());
    for (var chunk : chunks) list.putInt(chunk.length).put(chunk);
    return list.array();
  }

  /** As a module's merge receives it. */
  public static List<byte[]> chunks(byte[] list) {
    var buffer = ByteBuffer.wrap(list).order(ByteOrder.LITTLE_ENDIAN);
    var chunks = new ArrayList<byte[]>();
    for (int count = buffer.getInt(); count > 0; count--) {
      var chunk = new byte[buffer.getInt()];
      buffer.get(chunk);
      chunks.add(chunk);
    }
    if (buffer.hasRemaining()) throw new IllegalStateException("bytes behind the last chunk");
    return chunks;
  }

  /** Of every lease so far. */
  public List<TaskTerms> terms() {
    return terms;
  }

  @Override
  public Outcome apply(Long epoch, LeaseGrant lease) {
    throw new IllegalStateException("a guest needs to know its phase");
  }

  @Override
  public Outcome apply(ControllerMessage.Assign assign, LeaseGrant lease) {
    var leaseTerms = assign.terms().get(lease.terms());
    terms.add(leaseTerms);
    return uploaded(guest.run(leaseTerms.phase(), input(lease)));
  }

  private byte[] input(LeaseGrant lease) {
    var input = new ByteArrayOutputStream();
    input.writeBytes(lease.header());
    for (BlobSlice part : lease.parts()) {
      input.write(blob(part.blob()), (int) part.offset(), (int) part.length());
    }
    return input.toByteArray();
  }

  private byte[] blob(ContentHash hash) {
    return blobs.computeIfAbsent(hash, wanted -> controller.get("/v1/blobs/" + wanted).bytes());
  }

  private Outcome uploaded(Outcome outcome) {
    if (!(outcome instanceof Outcome.Succeeded(Output.Inline(byte[] bytes)))
        || bytes.length <= WireLimits.OUTPUT_INLINE_BYTES_MAX) {
      return outcome;
    }
    var hash = ContentHash.of(bytes);
    controller.put("/v1/blobs/" + hash, bytes);
    return new Outcome.Succeeded(new Output.Blob(hash, bytes.length));
  }
}
