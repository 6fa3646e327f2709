package sunstone.agent.loop;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import sunstone.simulators.broker.EmbeddedBroker;

/** Tests of the loop against a real broker: one broker for all, topics and a loop of its own for each. */
abstract class LoopOnBroker {
    private static EmbeddedBroker broker;
    private static int tests;

    /** The loop of this test, whose instrument the test plays by hand. */
    LoopByHand loop;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        tests++;
        loop = new LoopByHand(broker.bootstrap(), "t" + tests + ".");
    }

    @AfterEach
    void stop() throws Exception {
        loop.close();
    }
}
