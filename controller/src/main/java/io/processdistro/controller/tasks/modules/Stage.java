package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.TaskInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Tasks of one phase that may all run at once. A grain is a task. Immutable. */
sealed interface Stage {
  /** The first grain of it in the job's line. */
  long firstGrain();

  /** How many tasks. */
  int count();

  Phase phase();

  /** What task {@code index} of this stage reads. */
  TaskInput inputOf(int index);

  default long endGrain() {
    return firstGrain() + count();
  }

  /** Each task reads one chunk: split the whole input, execute its part of it. */
  record OfChunks(long firstGrain, Phase phase, Chunks chunks) implements Stage {
    @Override
    public int count() {
      return chunks.count();
    }

    @Override
    public TaskInput inputOf(int index) {
      return new TaskInput(new byte[0], chunks.slices(index));
    }
  }

  /**
   * Each task reads a chunk list made of a group of results.
   *
   * @param results with their lengths before them
   */
  record OfGroups(long firstGrain, Chunks results, List<MergeGroups.Group> groups)
      implements Stage {
    @Override
    public Phase phase() {
      return Phase.MERGE;
    }

    @Override
    public int count() {
      return groups.size();
    }

    @Override
    public TaskInput inputOf(int index) {
      var group = groups.get(index);
      var count = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      count.putInt(group.to() - group.from());
      var parts = new ArrayList<BlobSlice>();
      for (int result = group.from(); result < group.to(); result++) {
        for (var slice : results.slices(result)) append(parts, slice);
      }
      return new TaskInput(count.array(), parts);
    }

    /** What follows directly in the same blob is one slice. */
    private static void append(List<BlobSlice> parts, BlobSlice slice) {
      if (!parts.isEmpty()) {
        var last = parts.getLast();
        if (last.blob().equals(slice.blob()) && last.offset() + last.length() == slice.offset()) {
          parts.removeLast();
          parts.add(new BlobSlice(last.blob(), last.offset(), last.length() + slice.length()));
          return;
        }
      }
      parts.add(slice);
    }
  }
}
