package sunstone.agent.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import sunstone.agent.evaluation.metrics.TruthMap;

/**
 * Everything that decides the course of one run; a finished run with equal settings need not be run again.
 *
 * @param truthDigest digest of the truth's orientations
 * @param sampler name of what makes the maps
 * @param samplerDigest what distinguishes two samplers of one name: model digest, members
 * @param budget points to spend
 * @param targetDeg mean error at which the loop would stop, degrees; it goes on, but checks itself on the way there
 * @param batch points per suggestion, at least
 * @param batchMost at most
 * @param every points between checkpoints of a policy that does not look at the posterior
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunSettings(
        String truth,
        int truthDigest,
        String policy,
        String condition,
        long seed,
        String sampler,
        String samplerDigest,
        int budget,
        double targetDeg,
        int batch,
        int batchMost,
        int every) {
    /** Stem of the files of this run. */
    String stem() {
        String name = TruthMap.fileName(truth).replaceFirst("\\.[^.]*$", "");
        return (name + "-" + condition + "-" + policy + "-" + sampler + "-s" + seed).replaceAll("[^A-Za-z0-9.-]", "-");
    }
}
