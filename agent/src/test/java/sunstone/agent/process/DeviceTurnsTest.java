package sunstone.agent.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceTurnsTest {
    private final DeviceTurns turns = new DeviceTurns();
    private final List<String> order = new CopyOnWriteArrayList<>(); // who has the device now stands last
    private final List<Client> clients = new ArrayList<>();

    /** A thread that uses the device for pieces of one length, each when it is told. */
    private final class Client {
        private final Semaphore asked = new Semaphore(0);
        private final Semaphore let = new Semaphore(0);
        private final Thread thread;

        Client(String name, long seconds) {
            thread = new Thread(() -> {
                try {
                    while (true) {
                        asked.acquire();
                        turns.begin();
                        order.add(name);
                        let.acquire();
                        turns.end(TimeUnit.SECONDS.toNanos(seconds));
                    }
                } catch (InterruptedException e) {
                    return; // the test is over
                }
            });
            thread.start();
            clients.add(this);
        }
    }

    @AfterEach
    void stop() {
        clients.forEach(c -> c.thread.interrupt());
    }

    private String newest() {
        return order.get(order.size() - 1);
    }

    @Test
    void begin_shortPiecesBesideLongOnes_goBeforeThemUntilAllHadAsMuch() {
        Map<String, Client> all =
                Map.of("slow", new Client("slow", 10), "a", new Client("a", 3), "b", new Client("b", 3));
        requireNonNull(all.get("slow")).asked.release(100);
        await().until(() -> order.size() == 1);
        all.values().forEach(c -> c.asked.release(100));

        List<String> served = new ArrayList<>();
        for (int k = 0; k < 10; k++) {
            int round = k + 1;
            await().until(() -> order.size() == round && turns.waiting() == 2); // all want it
            String now = newest();
            served.add(now);
            requireNonNull(all.get(now)).let.release();
        }

        // while the first 10 s of the slow one count, the others have 4 x 3 s each
        assertThat(served).startsWith("slow").endsWith("slow");
        assertThat(served.subList(1, 9))
                .containsOnly("a", "b")
                .filteredOn("a"::equals)
                .hasSize(4);
    }

    @Test
    void begin_withTimeOnDeviceThatIsTaken_givesUp() throws InterruptedException {
        Client hangs = new Client("hangs", 1);
        hangs.asked.release();
        await().until(() -> order.size() == 1);

        assertThat(turns.begin(0)).isFalse();

        assertThat(turns.waiting()).isZero();
        hangs.let.release();
    }
}
