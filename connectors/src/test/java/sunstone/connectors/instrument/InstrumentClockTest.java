package sunstone.connectors.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InstrumentClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long wall = 5_000_000_000L;
    private long paused;

    private InstrumentClock clock(double factor) {
        return new InstrumentClock(START, factor, () -> wall, nanos -> {
            paused += nanos;
            wall += nanos;
        });
    }

    @Test
    void spend_realTime_pausesForTheRest() throws Exception {
        InstrumentClock clock = clock(1);
        wall += 30_000_000; // work that took 30 ms of its own
        clock.spend(100);
        assertThat(paused).isEqualTo(70_000_000);
        assertThat(clock.now()).isEqualTo(START.plusMillis(100));
    }

    @Test
    void spend_accelerated_pausesLess() throws Exception {
        InstrumentClock clock = clock(50);
        for (int i = 0; i < 10; i++) {
            clock.spend(100);
        }
        assertThat(paused).isEqualTo(20_000_000);
        assertThat(clock.elapsedMillis()).isEqualTo(1000);
    }

    @Test
    void spend_unpaced_neverPauses() throws Exception {
        InstrumentClock clock = clock(Double.POSITIVE_INFINITY);
        clock.spend(1e9);
        clock.idle();
        assertThat(paused).isZero();
        assertThat(clock.elapsedMillis()).isEqualTo(1e9);
    }

    @Test
    void idle_waitedLonger_catchesUpWithTheWall() throws Exception {
        InstrumentClock clock = clock(2);
        clock.spend(10);
        wall += 1_000_000_000;
        clock.idle();
        assertThat(clock.elapsedMillis()).isEqualTo(2010);
    }

    @Test
    void spend_backwards_isMisuse() {
        assertThatThrownBy(() -> clock(1).spend(-1)).hasMessageContaining("-1.0 ms");
        assertThatThrownBy(() -> clock(0)).hasMessageContaining("pace must be above 0: 0.0");
    }
}
