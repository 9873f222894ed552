"""Files of people against the register: what each row would change, writing exactly that, taking it back."""
