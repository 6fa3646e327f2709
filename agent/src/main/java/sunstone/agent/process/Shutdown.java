package sunstone.agent.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Waits until a command has failed or is ended from the keyboard or by {@code kill}. While it is open, that lets the
 * command clean up before the process goes; a second time it goes at once.
 *
 * <p>It takes the signal before the virtual machine does, whose own way would end ONNX Runtime and others while they
 * are at work. Where that is not possible (a hangup, {@code -Xrs}), the machine's hook does what it can.
 */
public final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final long CLEAN_UP_SECONDS = 20;
    /** What shells add to the number of a signal that ended a process. */
    private static final int SIGNALLED = 128;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final Thread command = Thread.currentThread();
    private final Thread hook;
    private final Map<Signal, SignalHandler> before = new HashMap<>();
    private volatile boolean interrupted;
    private volatile int signal;
    private volatile @Nullable Throwable failure;

    /** A part of the command that ends by itself, or with the command. */
    public final class Task {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile @Nullable Throwable own;

        /** The part is done, or has failed. */
        public void done(@Nullable Throwable cause) {
            own = cause;
            latch.countDown();
        }

        /**
         * Waits for the end of this part.
         *
         * @throws IllegalStateException if it or the command has failed
         */
        public void await() throws InterruptedException {
            latch.await();
            raise(failure == null ? own : failure);
        }

        /** As {@link #await()}, but not forever; returns whether it has ended. */
        public boolean await(long time, TimeUnit unit) throws InterruptedException {
            boolean over = latch.await(time, unit);
            if (over) {
                await();
            }
            return over;
        }
    }

    public Shutdown() {
        hook = new Thread(this::letItCleanUp, "ending");
        Runtime.getRuntime().addShutdownHook(hook);
        for (String name : List.of("INT", "TERM")) {
            try {
                Signal s = new Signal(name);
                before.put(s, Signal.handle(s, this::signalled));
            } catch (IllegalArgumentException e) {
                LOG.debug("{} is left to the virtual machine", name, e);
            }
        }
    }

    /** On a thread of its own. */
    private void signalled(Signal s) {
        int exit = SIGNALLED + s.getNumber();
        if (signal != 0) {
            Runtime.getRuntime().halt(exit);
        }
        signal = s.getNumber();
        letItCleanUp();
        Runtime.getRuntime().halt(exit);
    }

    private void letItCleanUp() {
        interrupted = true;
        release();
        try {
            command.join(TimeUnit.SECONDS.toMillis(CLEAN_UP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A part to wait for. */
    public Task task() {
        Task task = new Task();
        tasks.add(task);
        if (ended.getCount() == 0) {
            task.latch.countDown();
        }
        return task;
    }

    /** The command cannot go on. */
    public void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        release();
    }

    private void release() {
        ended.countDown();
        tasks.forEach(t -> t.latch.countDown());
    }

    /** Whether Ctrl-C was pressed. */
    public boolean interrupted() {
        return interrupted;
    }

    /**
     * Waits for the end of the command.
     *
     * @throws IllegalStateException if it has failed
     */
    public void await() throws InterruptedException {
        ended.await();
        raise(failure);
    }

    private static void raise(@Nullable Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException(FirstLine.of(failure), failure);
        }
    }

    /** The command has cleaned up: ends the process, if it was told to end. */
    @Override
    public void close() {
        before.forEach(Signal::handle);
        if (!interrupted || signal != 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                interrupted = true; // the process is going already
            }
        }
        if (signal != 0) {
            System.exit(SIGNALLED + signal);
        }
    }
}
