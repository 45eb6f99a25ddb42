package io.github.memoworkshop.memotest.race;

/**
 * Defines the code under test anew, instrumented, before its parent is asked; all other classes are the parent's.
 * Thread safe, and parallel capable.
 */
final class WatchedLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    final Detector detector;
    private final Program program;

    WatchedLoader(Program program) {
        super(program.loader());
        this.program = program;
        this.detector = new Detector(program);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            byte[] code = findLoadedClass(name) == null ? program.instrumented(name) : null;
            if (code != null) {
                defineClass(name, code, 0, code.length, program.domain());
            }
            return super.loadClass(name, resolve); // finds the class that has just been defined
        }
    }
}
