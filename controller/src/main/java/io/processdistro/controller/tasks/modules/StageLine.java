package io.processdistro.controller.tasks.modules;

import java.util.ArrayList;
import java.util.List;

/**
 * The stages of a job as far as they are known, one after the other in its line of grains. One
 * thread adds, any thread reads.
 */
final class StageLine {
  private volatile List<Stage> stages;

  StageLine(Stage first) {
    stages = List.of(first);
  }

  void add(Stage stage) {
    if (stage.firstGrain() != grains()) throw new IllegalArgumentException("a gap in the line");
    var more = new ArrayList<>(stages);
    more.add(stage);
    stages = List.copyOf(more);
  }

  Stage first() {
    return stages.getFirst();
  }

  Stage last() {
    return stages.getLast();
  }

  /** Length of the line. */
  long grains() {
    return last().endGrain();
  }

  /**
   * @throws IllegalArgumentException if the line does not reach so far
   */
  Stage at(long grain) {
    var known = stages;
    for (int i = known.size() - 1; i >= 0; i--) {
      var stage = known.get(i);
      if (grain >= stage.firstGrain() && grain < stage.endGrain()) return stage;
    }
    throw new IllegalArgumentException(
        "the line has the grains 0.." + known.getLast().endGrain() + ", asked for " + grain);
  }
}
