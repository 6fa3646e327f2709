package sunstone.agent.cli;

import java.time.Duration;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.round.BatchSize;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.KafkaSettings;

/** Agents that tests run without a model, by the classical rule. */
final class ClassicalAgent {
    /** No page. */
    static final AgentConfig.Http NO_PAGE = new AgentConfig.Http(false, "127.0.0.1", 0, AgentConfig.Http.NONE);

    private ClassicalAgent() {}

    /** Settings of one with the id of its client. */
    static AgentConfig config(KafkaSettings kafka, Mode mode, int batch, AgentConfig.Http http) {
        AgentConfig d = AgentConfig.defaults();
        return new AgentConfig(
                kafka.clientId(),
                kafka,
                new AgentConfig.Model(AgentConfig.Model.NONE, "cpu", 1, 2),
                "pl-k-center",
                d.lambda(),
                BatchSize.fixed(batch),
                d.travel(),
                mode,
                1,
                d.pace(),
                d.suggestionLife(),
                Duration.ofSeconds(1),
                d.inferenceLimit(),
                http);
    }
}
