package io.processdistro.controller.report;

import io.processdistro.common.text.Amounts;
import io.processdistro.controller.api.view.LiveJson;

/** The grains of a job as a picture: a row of characters becomes rows of squares. */
final class TileDrawing {
  private static final int CELL = 10;
  private static final int COLUMNS_WITHOUT_SHAPE = 64;

  private TileDrawing() {}

  static void write(Markup page, LiveJson.Tiles tiles) {
    int columns = columns(tiles);
    int rows = Math.ceilDiv(tiles.map().length(), columns);
    page.element(
        "p", "Grains of the line in one square: " + Amounts.count(tiles.grainsPerCell()) + ".");
    page.open(
        "svg",
        "class",
        "tiles",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + columns * CELL + " " + rows * CELL,
        "role",
        "img",
        "aria-label",
        "tile map");
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      writeRow(page, tiles.map(), from, Math.min(tiles.map().length(), from + columns), row);
    }
    page.close("svg");
  }

  private static int columns(LiveJson.Tiles tiles) {
    if (tiles.columns() == null || tiles.columns() < 2) {
      return Math.clamp(tiles.map().length(), 1, COLUMNS_WITHOUT_SHAPE);
    }
    return tiles.columns();
  }

  /** Equal neighbours are one rectangle: 4096 of them would be a heavy page. */
  private static void writeRow(Markup page, String map, int from, int to, int row) {
    int start = from;
    for (int at = from + 1; at <= to; at++) {
      if (at < to && kind(map.charAt(at)).equals(kind(map.charAt(start)))) continue;
      page.empty(
          "rect",
          "class",
          kind(map.charAt(start)),
          "x",
          (start - from) * CELL,
          "y",
          row * CELL,
          "width",
          (at - start) * CELL,
          "height",
          CELL);
      start = at;
    }
  }

  /** A class of the style sheet; characters of a newer controller are waiting. */
  static String kind(char cell) {
    return switch (cell) {
      case 'd' -> "done";
      case 'r' -> "run";
      case 's' -> "stolen";
      case 'h' -> "hedge";
      case 'x' -> "failed";
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "part";
      default -> "waiting";
    };
  }
}
