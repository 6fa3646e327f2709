package sunstone.agent.loop;

import io.vertx.core.Future;
import sunstone.agent.policy.Travel;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;

/** The loop's door: what others may ask of it, from any thread. */
public interface Door {
    /** The mode now. */
    Future<Mode> mode();

    /**
     * Changes the mode of the agent and of all its open scans; on the way to {@link Mode#AUTO}, what stands suggested is
     * commanded. Completes when Kafka has it, so that it outlasts the agent: its own in its heartbeat, those of scans as
     * controls, which go with the scan if another agent takes it over. Fails while the topics are read from the
     * beginning: nothing is commanded then.
     */
    Future<Mode> setMode(Mode wanted, String operator);

    /** Settings that do not change while it runs. */
    LoopSettings settings();

    /** What moving and measuring cost the instrument. */
    Travel travel();

    /** Puts a decision on the topic, from where it comes back like any other; the answer says what became of it. */
    Future<Answer> decide(Decision decision);

    /** As {@link #decide}, for what an operator wants of a scan as a whole. */
    Future<Answer> control(Control control);

    /** Whether the loop turns, and whether it can do its work. Fails if the event loop does not answer in time. */
    Future<Health> health();
}
