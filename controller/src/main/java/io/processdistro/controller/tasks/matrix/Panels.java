package io.processdistro.controller.tasks.matrix;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import java.util.List;

/**
 * Where the panels of one matrix lie: {@code panelsPerBlob} of them one behind the other in each
 * blob, the last blob and the last panel being shorter.
 *
 * @param count of all panels
 * @param panelBytes of every panel but the last
 * @param lastPanelBytes of the last
 */
record Panels(
    List<ContentHash> blobs, int panelsPerBlob, int count, long panelBytes, long lastPanelBytes) {
  Panels {
    blobs = List.copyOf(blobs);
  }

  /** Appends the bytes of the panels from {@code from} to before {@code to}: one slice per blob. */
  void addSlices(int from, int to, List<BlobSlice> slices) {
    int panel = from;
    while (panel < to) {
      int blob = panel / panelsPerBlob;
      int end = Math.min(to, (blob + 1) * panelsPerBlob);
      long offset = (long) (panel - blob * panelsPerBlob) * panelBytes;
      slices.add(new BlobSlice(blobs.get(blob), offset, bytesOf(panel, end)));
      panel = end;
    }
  }

  /** Length of the panels from {@code from} to before {@code to}. */
  long bytesOf(int from, int to) {
    long bytes = (to - from) * panelBytes;
    return to == count ? bytes - panelBytes + lastPanelBytes : bytes;
  }
}
