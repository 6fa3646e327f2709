package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant T0 = Instant.parse("2026-11-22T08:00:00Z");

    private Instant wall = T0;
    private long nanos;
    private final SteadyClock clock = new SteadyClock(new WallClock(() -> wall), () -> nanos);

    @Test
    void instant_wallSetBack_goesOnAtTheMonotonicPace() {
        pass(Duration.ofSeconds(10));
        wall = wall.minus(Duration.ofHours(1));
        pass(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(T0.plusSeconds(15));
    }

    @Test
    void instant_wallSetForward_follows() {
        wall = wall.plus(Duration.ofHours(1));
        pass(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(T0.plusSeconds(3605));
    }

    @Test
    void instant_wallCatchesUp_isFollowedAgain() {
        wall = wall.minusSeconds(10);
        pass(Duration.ofSeconds(1));
        assertThat(clock.instant()).isEqualTo(T0.plusSeconds(1));
        wall = T0.plusSeconds(2);

        assertThat(clock.instant()).isEqualTo(T0.plusSeconds(2));
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }
}
