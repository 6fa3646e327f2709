package sunstone.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Snapshot;

class ReopeningSamplerTest {
    private final CountDownLatch drawing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean drawn = new AtomicBoolean();
    private final ReopeningSampler sampler = new ReopeningSampler(
            () -> new ReopeningSampler.Opened(
                    (snapshot, seed) -> {
                        drawing.countDown();
                        awaitClosed();
                        drawn.set(true);
                        throw new IllegalStateException("the model has been closed");
                    },
                    "sha256:ab",
                    "cpu",
                    closed::countDown),
            InstantSource.system());

    @Test
    void close_whileSampling_cancelsItWaitsAndIsNoTrouble() throws Exception {
        CompletableFuture<?> sampling = CompletableFuture.runAsync(() -> sampler.sample(snapshot(), 1));
        drawing.await();

        sampler.close();

        assertThat(drawn).isTrue();
        assertThatThrownBy(sampling::join).hasCauseInstanceOf(CancellationException.class);
        assertThat(sampler.trouble()).isEmpty();
        assertThat(sampler.model()).isEmpty();
        assertThatThrownBy(() -> sampler.sample(snapshot(), 1))
                .as("it is not opened again")
                .isInstanceOf(CancellationException.class);
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot() {
        return new Snapshot(new ScanGrid(2, 2, 1), LaueGroup.HEXAGONAL, null, List.of(), null);
    }
}
