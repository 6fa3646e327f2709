/**
 * The command {@code demo}: broker, virtual microscope and agent in one process. It uses the process, the simulators
 * and the evaluation's metrics. Start at {@link sunstone.agent.cli.demo.DemoCommand}.
 */
@NullMarked
package sunstone.agent.cli.demo;

import org.jspecify.annotations.NullMarked;
