package sunstone.agent.policy;

import static java.util.Objects.requireNonNull;

/**
 * One proposed pixel.
 *
 * @param row row on the grid
 * @param col column on the grid
 * @param uncertaintyDeg uncertainty of the map there, degrees
 * @param expectedGainDeg expected fall of the map's mean uncertainty, degrees; a policy that does not model what a
 *     point tells about its surroundings states the lower bound, the pixel's own share
 * @param travelMs time to get there from the pixel before, milliseconds
 * @param why the reason in words, for the operator
 */
public record Candidate(int row, int col, double uncertaintyDeg, double expectedGainDeg, double travelMs, String why) {
    public Candidate {
        requireNonNull(why, "why");
        if (row < 0 || col < 0) {
            throw new IllegalArgumentException("row, col must be at least 0: " + row + ", " + col);
        }
    }

    /** The same for another reason. */
    public Candidate because(String reason) {
        return new Candidate(row, col, uncertaintyDeg, expectedGainDeg, travelMs, reason);
    }
}
