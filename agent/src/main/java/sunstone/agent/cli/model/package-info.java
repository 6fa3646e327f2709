/**
 * The commands {@code model} and {@code train}: what a model is and whether it works, and a new one from generated
 * sections. It uses the models, the process and the simulators. Start at {@link
 * sunstone.agent.cli.model.TrainCommand} and {@link sunstone.agent.cli.model.ModelCommand}.
 */
@NullMarked
package sunstone.agent.cli.model;

import org.jspecify.annotations.NullMarked;
