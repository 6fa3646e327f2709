package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import sunstone.agent.registry.LoopThread;

/**
 * The one thread that owns the state of the loop ({@link LoopThread}): work for it, at once or later. Any thread may
 * ask.
 */
interface EventLoop {
    /** Has something done there, behind what was asked for before. */
    void run(Runnable work);

    /** Has something done there after a while. */
    Timer later(Duration delay, Runnable work);

    /** Work for later. */
    interface Timer {
        /** Takes it back; false if it is done already, or was taken back before. */
        boolean cancel();
    }

    /** Asks something there. Fails if the question does. */
    default <T> Future<T> call(Supplier<T> question) {
        Promise<T> answer = Promise.promise();
        run(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) { // who asks must not wait for ever
                answer.fail(e);
            }
        });
        return answer.future();
    }
}
