package io.github.memoworkshop.memotest.race;

/** Defines the code under test anew, instrumented, before its parent is asked; all other classes are the parent's. */
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

    @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known == null) {
                byte[] code = name.equals(Hooks.class.getName()) ? Program.HOOKS : program.instrumented(name);
                if (code == null) return super.loadClass(name, resolve);
                known = defineClass(name, code, 0, code.length, program.domain());
            }
            if (resolve) resolveClass(known);
            return known;
        }
    }
}
