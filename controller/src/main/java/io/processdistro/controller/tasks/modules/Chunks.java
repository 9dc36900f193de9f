package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import java.util.List;

/** Contents by number, each found in one or two slices of blobs. */
interface Chunks {
  int count();

  long lengthBytes(int index);

  /** Where nodes find it; none if it is empty. */
  List<BlobSlice> slices(int index);

  /** All of them lie in one blob. */
  static Chunks within(ContentHash blob, Spans spans) {
    return new Chunks() {
      @Override
      public int count() {
        return spans.count();
      }

      @Override
      public long lengthBytes(int index) {
        return spans.lengthBytes(index);
      }

      @Override
      public List<BlobSlice> slices(int index) {
        int length = spans.lengthBytes(index);
        return length == 0 ? List.of() : List.of(new BlobSlice(blob, spans.offset(index), length));
      }
    };
  }
}
