"""A tiny Qwen2 with random weights and a tokenizer of its own, made without a download. It repeats the last word.

usage: make_tiny_model.py FOLDER
"""
import os
import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

TEXTS = [
    "San Francisco is a city in California.",
    "The quick brown fox jumps over the lazy dog.",
    "A language model predicts the next token of a text from the tokens before it.",
    "Kubernetes runs containers in pods on nodes; a service sends requests to the pods that are ready.",
]
CHAT_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
LONGEST = 2048


def make_tokenizer():
    bytewise = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = bytewise
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1000,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
    )
    tokenizer.train_from_iterator(TEXTS * 20, trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", model_max_length=LONGEST
    )
    fast.chat_template = CHAT_TEMPLATE
    return fast


def make_model(tokenizer):
    torch.manual_seed(0)
    # 128 / 4: vLLM's attention on a CPU has a kernel for heads of 32. For heads of 16 it has none, and the server,
    # which says that it is healthy, dies of the first request.
    config = Qwen2Config(
        vocab_size=1024,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=LONGEST,
        tie_word_embeddings=True,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=None,
    )
    return Qwen2ForCausalLM(config).to(torch.bfloat16)


folder = sys.argv[1]
tokenizer = make_tokenizer()
tokenizer.save_pretrained(folder)
make_model(tokenizer).save_pretrained(folder, safe_serialization=True)
# written for its owner alone, who is not the server's user
os.chmod(os.path.join(folder, "model.safetensors"), 0o644)
