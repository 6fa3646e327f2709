/**
 * The command {@code crystal}: tables of orientations in, tables of computed columns out. It uses the models and a
 * CSV reader. Start at {@link sunstone.agent.cli.crystal.CrystalCommand}.
 */
@NullMarked
package sunstone.agent.cli.crystal;

import org.jspecify.annotations.NullMarked;
