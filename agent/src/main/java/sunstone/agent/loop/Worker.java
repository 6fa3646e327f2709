package sunstone.agent.loop;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/** Threads for what blocks or computes for long, one or some; each does one piece of work after the other. */
interface Worker {
    /** Has something done there; the answer comes on the event loop. */
    <T> Future<T> run(Callable<T> work);

    /** Takes no more work; what runs is not waited for. */
    Future<?> close();
}
