package sunstone.agent.view;

/**
 * Cost of measuring.
 *
 * @param secondsPerPoint time of a commanded point by the agent's clock, thinking aside; NaN before the first batch is
 *     done
 * @param usedSeconds from the first commanded point to the last by the instrument's clock, waits included
 */
public record ScanPace(double secondsPerPoint, double usedSeconds) {}
