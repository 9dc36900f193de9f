package io.processdistro.scheduler.structures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.processdistro.common.values.GrainRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructuresTest {
  private static GrainRange range(long from, long to) {
    return new GrainRange(from, to);
  }

  @Test
  void aRangeSetAgreesWithASetOfBits() {
    var dice = new Dice(11);
    var set = new RangeSet();
    var bits = new BitSet();
    for (int i = 0; i < 20_000; i++) {
      int from = dice.below(300);
      var range = range(from, from + 1 + dice.below(20));
      long inside = bits.get((int) range.from(), (int) range.to()).cardinality();
      if (inside == 0) {
        set.add(range);
        bits.set((int) range.from(), (int) range.to());
      } else if (inside == range.length()) {
        assertThat(set.contains(range)).isTrue();
        set.remove(range);
        bits.clear((int) range.from(), (int) range.to());
      } else {
        assertThat(set.contains(range)).isFalse();
        assertThatThrownBy(() -> set.add(range)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> set.remove(range)).isInstanceOf(IllegalStateException.class);
      }
      assertThat(set.grains()).isEqualTo(bits.cardinality());
    }
    long covered = 0;
    GrainRange before = null;
    for (var range : set.ranges()) {
      if (before != null)
        assertThat(range.from()).as("neighbours merge").isGreaterThan(before.to());
      covered += range.length();
      before = range;
    }
    assertThat(covered).isEqualTo(bits.cardinality());
  }

  @Test
  void takingFromTheFrontLeavesTheRest() {
    var set = new RangeSet();
    set.add(range(0, 10));
    set.add(range(20, 25));
    assertThat(set.takeFirst(4)).isEqualTo(range(0, 4));
    assertThat(set.takeFirst(100)).isEqualTo(range(4, 10));
    assertThat(set.takeFirst(5)).isEqualTo(range(20, 25));
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void aMillionRangesThatTouchAreOne() {
    var set = new RangeSet();
    for (long i = 0; i < 1_000_000; i += 2) set.add(range(i, i + 1));
    for (long i = 1; i < 1_000_000; i += 2) set.add(range(i, i + 1));
    assertThat(set.ranges()).containsExactly(range(0, 1_000_000));
  }

  @Test
  void timersComeInOrderOfTimeThenOfAdding() {
    var timers = new TimerQueue<String>();
    timers.add(20, "c");
    timers.add(10, "a");
    timers.add(10, "b");
    assertThat(timers.pollDue(9)).isNull();
    assertThat(timers.pollDue(10)).isEqualTo("a");
    assertThat(timers.pollDue(10)).isEqualTo("b");
    assertThat(timers.pollDue(10)).isNull();
    assertThat(timers.pollDue(99)).isEqualTo("c");
  }

  @Test
  void theMedianIsNearTheMiddle() {
    var estimate = new MedianEstimate();
    assertThat(estimate.median()).isZero();
    for (long value = 1; value <= 10_001; value++) estimate.add(value);
    assertThat(estimate.median()).isCloseTo(5_001, within(500.0));
    for (long value : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) estimate.add(value);
    assertThat(estimate.total()).isEqualTo(10_005);
  }

  @Test
  void diceAreTheSameForEverAndFillTheirRange() {
    assertThat(new Dice(42).nextLong()).isEqualTo(-4767286540954276203L);
    var dice = new Dice(1);
    var seen = new BitSet();
    for (int i = 0; i < 1_000; i++) seen.set(dice.below(7));
    assertThat(seen.cardinality()).isEqualTo(7);
    for (int i = 0; i < 1_000; i++) assertThat(dice.nextDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void anIndexedSetStaysDenseWhateverLeaves() {
    var dice = new Dice(5);
    var indexes = new int[50];
    Arrays.fill(indexes, IndexedSet.ABSENT);
    var set =
        new IndexedSet<Integer>(
            new IndexedSet.Index<>() {
              @Override
              public int of(Integer member) {
                return indexes[member];
              }

              @Override
              public void set(Integer member, int index) {
                indexes[member] = index;
              }
            });
    var model = new java.util.TreeSet<Integer>();
    for (int i = 0; i < 10_000; i++) {
      int member = dice.below(50);
      if (dice.below(2) == 0) assertThat(set.add(member)).isEqualTo(model.add(member));
      else assertThat(set.remove(member)).isEqualTo(model.remove(member));
    }
    var members = new ArrayList<Integer>();
    for (int i = 0; i < set.size(); i++) members.add(set.get(i));
    assertThat(members).containsExactlyInAnyOrderElementsOf(model);
    for (int i = 0; i < 50; i++) assertThat(set.contains(i)).isEqualTo(model.contains(i));
  }

  @Test
  void aRingForgetsTheOldest() {
    var ring = new Ring<Integer>(2);
    assertThat(ring.add(1)).isNull();
    ring.add(2);
    assertThat(ring.add(3)).isEqualTo(1);
    assertThat(ring.entries()).isEqualTo(List.of(2, 3));
    assertThat(ring.dropped()).isEqualTo(1);
  }

  private enum Light {
    ON,
    OFF
  }

  private enum Cause {
    SWITCH
  }

  @Test
  void aMoveThatIsNotInTheTableThrows() {
    var row = new StateTable.Row<>(Light.OFF, Cause.SWITCH, Light.ON, "It is lit.");
    var table = new StateTable<>("Light", Light.class, Cause.class, List.of(row));
    assertThat(table.taken().cardinality()).isZero();
    assertThat(table.next(Light.OFF, Cause.SWITCH)).isEqualTo(Light.ON);
    assertThat(table.taken().cardinality()).isEqualTo(1);
    assertThatThrownBy(() -> table.next(Light.ON, Cause.SWITCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no row for ON, SWITCH");
    assertThatThrownBy(() -> new StateTable<>("Light", Light.class, Cause.class, List.of(row, row)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
