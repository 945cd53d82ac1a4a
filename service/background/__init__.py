"""What is done without anybody waiting for the answer: the queue, the workers, and what each kind of job does."""
