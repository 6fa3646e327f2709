package sunstone.agent.loop;

import java.time.Duration;
import java.util.Map;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.models.polarizedlight.PlScaling;

/**
 * Settings of the live loop.
 *
 * @param agentId name of this process
 * @param version of the program
 * @param engine what draws the ensembles
 * @param mode mode at the start
 * @param pace how long a scan waits for what is missing
 * @param suggestionLife how long a suggestion can be approved
 * @param heartbeat time between two status records
 * @param inferenceLimit how long a round may sample before it is published without its sampler
 * @param scaling scale of the PL coefficients
 * @param memory heap that open scans may take
 * @param rounds rounds that may run beside each other, at least 1, each of another scan
 * @param recipe settings that suggestions depend on, by their names in the configuration; they go out with each
 */
public record LoopSettings(
        String agentId,
        String version,
        SamplerStatus engine,
        Mode mode,
        WaitLimits pace,
        Duration suggestionLife,
        Duration heartbeat,
        Duration inferenceLimit,
        PlScaling scaling,
        HeapBudget memory,
        int rounds,
        Map<String, String> recipe) {
    public LoopSettings {
        recipe = Map.copyOf(recipe);
    }
}
