package sunstone.agent.scan;

/** A pixel by row and column. */
public record Pixel(int row, int col) {}
