package sunstone.agent.evaluation.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Errors of a published map, over the valid pixels of the truth.
 *
 * @param meanDeg mean disorientation to the truth, degrees
 * @param medianDeg its median, degrees
 * @param p95Deg its 95th percentile (linear between order statistics), degrees
 * @param within5deg share of pixels at 5 degrees or less
 * @param grainRecall share of the truth's grains of 10 pixels and more that have more than half of their pixels within
 *     5 degrees; 1 if there is no such grain
 * @param boundaryF1 harmonic mean of precision and recall of the grain boundaries, 1 pixel of tolerance
 * @param coverage90 share of pixels whose truth lies in the ball of 90% of the ensemble; null with one member
 * @param spreadSkill spread of the ensemble over its error, 1 if calibrated, below 1 if overconfident; null with one
 *     member, or without any error
 */
public record MapScore(
        double meanDeg,
        double medianDeg,
        double p95Deg,
        double within5deg,
        double grainRecall,
        double boundaryF1,
        @Nullable Double coverage90,
        @Nullable Double spreadSkill) {}
